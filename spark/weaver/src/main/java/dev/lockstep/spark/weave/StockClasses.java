package dev.lockstep.spark.weave;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Reads Spark's published classes from a jar or from a folder of classes. */
final class StockClasses implements Closeable {
  private final Path source;
  private final Path root;
  private final @Nullable FileSystem jar;

  private StockClasses(Path source, Path root, @Nullable FileSystem jar) {
    this.source = source;
    this.root = root;
    this.jar = jar;
  }

  static StockClasses open(Path source) throws WeaveException {
    if (Files.isDirectory(source)) {
      return new StockClasses(source, source, null);
    }
    if (!Files.isRegularFile(source)) {
      throw new WeaveException(
          source + ": expected the spark-core jar or a folder of its classes, found nothing there");
    }
    try {
      FileSystem jar = FileSystems.newFileSystem(source);
      return new StockClasses(source, jar.getPath("/"), jar);
    } catch (IOException | RuntimeException e) {
      throw new WeaveException(source + ": expected a jar, found a file that is not one", e);
    }
  }

  /** The folder, or the top of the jar. */
  Path root() {
    return root;
  }

  ClassNode read(String className) throws WeaveException {
    Path file = root.resolve(className + ".class");
    if (!Files.isRegularFile(file)) {
      throw new WeaveException(
          className.replace('/', '.') + ": expected the class in " + source + ", found none");
    }
    try {
      ClassNode node = new ClassNode();
      new ClassReader(Files.readAllBytes(file)).accept(node, 0);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new WeaveException(
          className.replace('/', '.') + ": expected a class file, found bytes that ASM refuses", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }
}
