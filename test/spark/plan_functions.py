"""What plans of plan_generator.py name beside PySpark's own functions."""


def orderable(frame):
    return [name for name, kind in frame.dtypes if "map<" not in kind]


def in_order(frame, *keys):
    """The rows in an order that is total: by the keys, then by every column that has an order. The others are left out."""
    names = orderable(frame)
    return frame.select(*names).orderBy(*keys, *names)
