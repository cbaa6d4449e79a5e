"""pandas API on Spark (pyspark.pandas): each a text of what comes out; for test_connect.py. `ps` is the module, `d` a frame of three rows."""

ASKED = """
d
d.head(2)
ps.Series([1, 2, 3])
ps.range(5)
spark.range(3).pandas_api()
spark.range(3).select('id', (F.col('id') * 2).alias('x')).pandas_api(index_col='id')
d.describe()
d.groupby('b').sum().sort_index()
d.groupby('b').agg({'a': 'sum', 'c': 'mean'}).sort_index()
d.groupby('b').size().sort_index()
d.groupby('b').a.cumsum().sort_index()
d.groupby('b').a.transform(lambda s: s + 1).sort_index()
d.groupby('b').apply(lambda g: g.head(1)).sort_index()
d.merge(ps.DataFrame({'b': ['x', 'y'], 'z': [10, 20]}), on='b').sort_values(['a'])
d.b.value_counts()
d.sort_values('c')
d.fillna(0)
d.dropna()
d.apply(lambda row: row.a + 1, axis=1)
d.a.apply(lambda x: x * 2)
d[d.a > 1]
d.assign(z=d.a * 2)
[d.a.mean(), d.a.std(), d.a.var(), d.a.min(), d.a.max(), d.a.median(), d.a.count()]
[d.a.skew(), d.a.prod(), d.a.nunique(), d.a.sem()]
ps.Series([1.0, 2.0, 4.0, 8.0, 9.0]).kurt()
d.std(numeric_only=True)
d.mode()
d.a.mode()
d.a.quantile([0.25, 0.5])
d[['a', 'c']].cov()
d.isna().sum()
d.iloc[0]
d.iloc[0:2]
d.loc[0:1, ['a']]
d.reset_index()
d.reset_index(drop=True)
d.a.cumsum()
d.a.rank().sort_index()
d.groupby('b').a.rank().sort_index()
d.a.cumprod()
d.a.shift(1)
d.a.rolling(2).mean()
d.a.isin([1, 2])
d.nlargest(2, 'a')
d.any()
d.all()
d.melt(id_vars=['b'], value_vars=['a', 'c'])
d.pivot(columns='b', values='a').sort_index()
d[['a', 'c']].agg(['min', 'max']).sort_index()
ps.concat([d, d], ignore_index=True)
ps.get_dummies(d.b)
ps.sql('select * from {d} where a > 1', d=d)
d.to_spark(index_col='i').orderBy('i').collect()
d.shape
len(d)
"""

FRAME = "ps.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', 'x'], 'c': [1.5, None, 2.5]})"
PANDAS = [f"(lambda d: str({asked}))({FRAME})" for asked in ASKED.strip().splitlines()]

LATER = {
    f"(lambda d: str(d.a.ewm(com=0.5).mean()))({FRAME})": "UNSUPPORTED_FEATURE",
    f"(lambda d: str(d.c.interpolate()))({FRAME})": "UNSUPPORTED_FEATURE",
}
