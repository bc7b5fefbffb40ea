package dev.lockstep.spark.arrow.cache;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.GeometryType$;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** S1: what can't be cached is refused by name, before anything is. */
class ArrowTypesTest {
  private static void require(StorageLevel level, DataType type) {
    List<Attribute> columns = new ArrayList<>();
    for (StructField field : new StructType().add("id", "int").add("c", type).fields()) {
      columns.add(DataTypeUtils.toAttribute(field));
    }
    new ArrowCachedBatchSerializer().require(level, CollectionConverters.asScala(columns).toSeq());
  }

  @Test
  void columnOfATypeThatArrowCannotHoldIsNamed() {
    for (DataType type :
        new DataType[] {
          new ObjectType(Object.class),
          GeometryType$.MODULE$.apply(4326),
          DataTypes.createArrayType(GeometryType$.MODULE$.apply(4326)),
          new StructType().add("x", GeometryType$.MODULE$.apply(4326))
        }) {
      assertThatThrownBy(() -> require(StorageLevel.MEMORY_ONLY(), type))
          .as(type.toString())
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("column c of type " + type.sql())
          .hasMessageContaining("spark.sql.cache.serializer");
    }
  }

  @Test
  void levelOfOnesOwnIsShownWhole() {
    StorageLevel level = StorageLevel.apply(true, true, true, false, 3);

    assertThatThrownBy(() -> require(level, DataTypes.StringType))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("storage level " + level)
        .hasMessageContaining("uses the disk");
    assertThatThrownBy(
            () -> require(StorageLevel.apply(false, true, false, true, 2), DataTypes.StringType))
        .hasMessageContaining("MEMORY_ONLY_2")
        .hasMessageContaining("2 replicas");
  }

  @Test
  void memoryAloneIsFineInEitherPool() {
    assertThatCode(() -> require(StorageLevel.MEMORY_ONLY(), DataTypes.VariantType))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> require(StorageLevel.apply(false, true, true, false, 1), DataTypes.StringType))
        .doesNotThrowAnyException();
  }
}
