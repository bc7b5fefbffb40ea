package dev.lockstep.spark.columnar;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Schemas of attributes, with the types that values really have. */
final class Types {
  private Types() {}

  /** A user-defined type is the type that it stands on, at any depth. */
  static DataType physical(DataType type) {
    if (type instanceof UserDefinedType<?> udt) {
      return physical(udt.sqlType());
    } else if (type instanceof ArrayType array) {
      return new ArrayType(physical(array.elementType()), array.containsNull());
    } else if (type instanceof MapType map) {
      return new MapType(
          physical(map.keyType()), physical(map.valueType()), map.valueContainsNull());
    } else if (type instanceof StructType struct) {
      StructField[] fields = struct.fields().clone();
      for (int i = 0; i < fields.length; i++) {
        fields[i] =
            new StructField(
                fields[i].name(),
                physical(fields[i].dataType()),
                fields[i].nullable(),
                Metadata.empty());
      }
      return new StructType(fields);
    }
    return type;
  }

  static StructType physical(Seq<Attribute> attributes) {
    List<StructField> fields = new ArrayList<>();
    for (Attribute attribute : CollectionConverters.asJava(attributes)) {
      fields.add(
          new StructField(
              attribute.name(),
              physical(attribute.dataType()),
              attribute.nullable(),
              Metadata.empty()));
    }
    return new StructType(fields.toArray(new StructField[0]));
  }

  /** Where the selected attributes are among the cached ones. */
  static int[] ordinals(Seq<Attribute> cached, Seq<Attribute> selected) {
    List<Attribute> all = CollectionConverters.asJava(cached);
    return CollectionConverters.asJava(selected).stream()
        .mapToInt(
            wanted -> {
              for (int i = 0; i < all.size(); i++) {
                if (all.get(i).exprId().equals(wanted.exprId())) {
                  return i;
                }
              }
              throw new IllegalArgumentException("no cached column " + wanted);
            })
        .toArray();
  }
}
