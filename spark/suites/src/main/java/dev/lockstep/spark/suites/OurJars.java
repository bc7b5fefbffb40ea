package dev.lockstep.spark.suites;

import java.nio.file.Path;
import java.util.List;

/**
 * Our classes that stand before Spark's, each a jar or a folder.
 *
 * @param patch lockstep-spark-patch: native blocks
 * @param columnar lockstep-spark-columnar: the columnar cache
 * @param engine lockstep-spark-arrow: the cache's engine
 */
public record OurJars(Path patch, Path columnar, Path engine) {
  List<Path> woven() {
    return List.of(patch, columnar);
  }
}
