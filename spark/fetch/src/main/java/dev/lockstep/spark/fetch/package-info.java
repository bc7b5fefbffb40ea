/**
 * Published versions of Spark, and any other jar, by their coordinates: from the local Maven
 * repository, else from where the user's Maven settings point, else from Maven Central. And what a
 * JVM for Spark is started with.
 */
@NullMarked
package dev.lockstep.spark.fetch;

import org.jspecify.annotations.NullMarked;
