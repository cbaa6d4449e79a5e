"""What both engines are asked of colors: https://trino.io/docs/435/functions/color.html"""

from groups import Group

LOW, HIGH = "rgb(10, 200, 30)", "rgb(99, 2, 250)"

GROUPS = [
    Group("colors", None, [
        *(f"color('{text}')" for text in ("red", "RED", "black", "white", "#0a0", "#FFF", "#00aa00", "#12", "#xyz", "fff", "nope", "")),
        "color(cast(null as varchar))",
        "typeof(color('red'))",
        "rgb(255, 0, 1)",
        "rgb(256, 0, 0)",
        "rgb(0, -1, 0)",
        "rgb(0, 0, 300)",
        "array[color('red')]",
        "map(array[rgb(1, 2, 3)], array[1])",
        "coalesce(null, rgb(1, 2, 3))",
        "color('red') = color('RED')",
        "rgb(1, 2, 3) is distinct from rgb(1, 2, 4)",
        "rgb(1, 2, 3) in (rgb(1, 2, 3))",
        "color('red') < color('blue')",
        "cast(null as color)",
        "cast(color('red') as varchar)",
        "cast(1 as color)"]),
    Group("colors between two", None, [
        *(f"color({tenth / 10}e0, {LOW}, {HIGH})" for tenth in range(11)),
        *(f"color({tenth / 10}e0, rgb(255, 255, 255), rgb(0, 0, 0))" for tenth in range(11)),
        "color(-1e0, color('#123'), color('#abc'))",
        "color(nan(), color('#123'), color('#abc'))",
        "color(5, 0, 10, rgb(1, 2, 3), rgb(250, 100, 0))",
        "color(1, 1, 1, rgb(1, 2, 3), rgb(250, 100, 0))",
        "color(0.5e0, color('red'), color('#abc'))",
        "color(0.5e0, color('#abc'), color('red'))"]),
    Group("what terminals show in color", None, [
        "render('abc', color('red'))",
        "render('abc', color('#abc'))",
        "render('', color('white'))",
        "render(cast(null as varchar), color('red'))",
        "render('x', null)",
        "render(true)",
        "render(1 > 2)",
        "render(12, color('blue'))",
        "render(1.5, rgb(1, 2, 3))",
        "render(1e10, color('green'))",
        "render(infinity(), rgb(1, 2, 3))",
        "typeof(render('a', rgb(1, 2, 3)))",
        "typeof(render(cast('a' as varchar), rgb(1, 2, 3)))",
        "typeof(render(1, rgb(1, 2, 3)))",
        "typeof(render(1e0, rgb(1, 2, 3)))",
        "typeof(render(true))",
        *(f"bar({part}, {width})" for part in ("0.5e0", "2e0", "-1e0", "nan()", "0.3") for width in (10, 3, 1, 0, -1)),
        f"bar(0.3, 20, {LOW}, {HIGH})",
        "bar(0.5e0, 7, color('red'), rgb(1, 2, 3))",
        "bar(0e0, 7, color('red'), rgb(1, 2, 3))"]),
]

QUERIES = [
    "select c, count(*) from (values rgb(1, 2, 3), rgb(1, 2, 3), color('red'), null) t(c) group by c",
    "select count(distinct c) from (values rgb(1, 2, 3), rgb(1, 2, 3), color('red')) t(c)",
    "select c from (values rgb(1, 2, 3)) t(c) order by c",
    "select max(rgb(1, 2, 3))",
    "select render(date '2020-01-01', rgb(1, 2, 3))",
    "select current_groups()",
]
