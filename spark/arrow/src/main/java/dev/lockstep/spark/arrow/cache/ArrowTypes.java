package dev.lockstep.spark.arrow.cache;

import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.sql.util.ArrowUtils;

/** Which types are cached, and how. */
final class ArrowTypes {
  /** Values of one Arrow vector without children, which {@link ArrowColumn} reads. */
  private static final List<Class<? extends DataType>> FLAT =
      List.of(
          NullType.class,
          BooleanType.class,
          ByteType.class,
          ShortType.class,
          IntegerType.class,
          LongType.class,
          FloatType.class,
          DoubleType.class,
          DecimalType.class,
          StringType.class,
          BinaryType.class,
          DateType.class,
          TimestampType.class,
          TimestampNTZType.class,
          YearMonthIntervalType.class,
          DayTimeIntervalType.class,
          CalendarIntervalType.class);

  /** Spark 4.0 does not know this class. */
  private static final Set<String> FLAT_NAMES = Set.of("org.apache.spark.sql.types.TimeType");

  private ArrowTypes() {}

  static boolean isFlat(DataType type) {
    return FLAT.stream().anyMatch(known -> known.isInstance(type))
        || FLAT_NAMES.contains(type.getClass().getName());
  }

  static boolean isSupported(DataType type) {
    if (type instanceof ArrayType array) {
      return isSupported(array.elementType());
    } else if (type instanceof MapType map) {
      return isSupported(map.keyType()) && isSupported(map.valueType());
    } else if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (!isSupported(field.dataType())) {
          return false;
        }
      }
      return true;
    }
    return type instanceof VariantType || isFlat(type);
  }

  /**
   * The schema in Arrow's words. Columns are named by their numbers, since two may have one name;
   * times are in UTC, as Spark holds them.
   */
  static Schema toArrow(StructType schema) {
    StructField[] fields = schema.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new StructField(String.valueOf(i), fields[i].dataType(), true, Metadata.empty());
    }
    return ArrowUtils.toArrowSchema(new StructType(fields), "UTC", false, false);
  }
}
