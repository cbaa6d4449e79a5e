"""What test_write.py says in SQL to two PySpark programs, one statement after the other; OUT is a folder of each program's own."""

COMMANDS = [
    "create database shop", "create database shop", "create database if not exists shop comment 'x'", "use nosuch", "use shop", "select current_database() as a, current_schema() as b", "show databases", "show databases like 'sh*'",
    "create table shop.items (id int, name string, price decimal(8,2)) using parquet location 'OUT/items'", "create table items (id int) using parquet location 'OUT/items'", "create table if not exists items (id int) using parquet", "select * from items",
    "insert into items values (1, 'pen', 1.50), (2, 'ink', 2)", "select * from shop.items", "insert into items (name, id) values ('cap', 3)", "select * from items order by id", "insert into items select 1", "insert into nosuch values (1)", "insert into items (nope) values (1)",
    "insert overwrite table items values (9, 'all', 9)", "select * from items",
    "create table sales using parquet partitioned by (day) location 'OUT/sales' as select id, cast(id * 2 as string) as v, if(id = 1, 'mon', 'tue') as day from range(3)", "select * from sales order by id", "show partitions sales", "insert into sales values (7, 'x', 'wed')", "show partitions shop.sales", "select count(*) as n from sales where day = 'wed'",
    "create table sales using parquet as select 1", "create table if not exists sales using parquet as select 1", "describe sales", "describe items", "desc table items", "describe nosuch", "show columns in sales", "show tables", "show tables like 'it*|nosuch'", "show tables in default like 'no*'", "show tables in nosuch",
    "create temporary view cheap as select * from items where price < 5", "create temp view cheap as select 1", "create or replace temp view cheap as select id from items", "select * from cheap", "show tables like 'cheap'", "drop view cheap", "drop view cheap", "drop view if exists cheap",
    "set spark.sql.shuffle.partitions=5", "set spark.sql.shuffle.partitions", "set no.such.key", "refresh table items", "cache table items", "uncache table items", "drop table items", "drop table items", "drop table if exists items", "select * from items",
    "create table made (a int, b string) using json location 'OUT/made'", "insert into made values (1, 'x')", "select * from made", "drop database shop", "drop database shop cascade", "drop database shop", "drop database if exists shop", "use default", "create tabl x", "insert items values (1)",
]
