package dev.lockstep.spark.tables.measures;

/** What a cached table is asked. */
public enum Query {
  Q6(
      "Q6",
      Table.LINEITEM,
      Kind.NUMBERS,
      """
      select sum(extendedprice * discount) from lineitem
      where shipdate >= date'1994-01-01' and shipdate < date'1995-01-01'
        and discount between 0.05d and 0.07d and quantity < 24d"""),
  ONE_INT("sum of an int", Table.LINEITEM, Kind.NUMBERS, "select sum(linenumber) from lineitem"),
  EIGHT_NUMBERS(
      "sum of 8 numbers",
      Table.LINEITEM,
      Kind.NUMBERS,
      """
      select sum(orderkey), sum(partkey), sum(suppkey), sum(linenumber), sum(quantity),
        sum(extendedprice), sum(discount), sum(tax) from lineitem"""),
  Q1(
      "Q1",
      Table.LINEITEM,
      Kind.STRINGS,
      """
      select returnflag, linestatus, sum(quantity), sum(extendedprice),
        sum(extendedprice * (1 - discount)), sum(extendedprice * (1 - discount) * (1 + tax)),
        avg(quantity), avg(extendedprice), avg(discount), count(*)
      from lineitem where shipdate <= date'1998-09-02'
      group by returnflag, linestatus order by returnflag, linestatus"""),
  LENGTHS(
      "length of 3 strings",
      Table.LINEITEM,
      Kind.STRINGS,
      "select sum(length(shipinstruct)), sum(length(shipmode)), sum(length(comment)) from lineitem"),
  LIKE(
      "LIKE and equality",
      Table.LINEITEM,
      Kind.STRINGS,
      """
      select count(*) from lineitem where comment like '%special%' and shipmode = 'AIR'"""),
  COUNT("count", Table.LINEITEM, Kind.OTHER, "select count(*) from lineitem"),
  THREE_NUMBERS(
      "sum of 3 numbers",
      Table.PRIMITIVES,
      Kind.NUMBERS,
      "select sum(int_col), sum(long_col), sum(double_col) from primitives"),
  FILTER(
      "filter",
      Table.PRIMITIVES,
      Kind.NUMBERS,
      "select count(*) from primitives where (int_col & 1) = 0 and double_col >= 0d"),
  ONE_OF_TWENTY("1 of 20 columns", Table.WIDE, Kind.ONE_OF_MANY, "select sum(col0) from wide");

  /** By which of the bars it is judged. */
  public enum Kind {
    NUMBERS,
    STRINGS,
    ONE_OF_MANY,
    OTHER
  }

  private final String label;
  private final Table table;
  private final Kind kind;
  private final String sql;

  Query(String label, Table table, Kind kind, String sql) {
    this.label = label;
    this.table = table;
    this.kind = kind;
    this.sql = sql;
  }

  public String label() {
    return label;
  }

  public Table table() {
    return table;
  }

  public Kind kind() {
    return kind;
  }

  public String sql() {
    return sql;
  }
}
