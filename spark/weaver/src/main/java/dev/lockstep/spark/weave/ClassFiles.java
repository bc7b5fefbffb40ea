package dev.lockstep.spark.weave;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** The class files of a class path and of the JDK, read and never loaded. */
final class ClassFiles implements Closeable {
  private static final String CLASS = ".class";

  private final URLClassLoader loader;
  private final Map<String, ClassNode> nodes = new HashMap<>();

  ClassFiles(List<Path> classPath) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path path : classPath) {
      urls.add(path.toUri().toURL());
    }
    this.loader =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  /** The names of the classes in a jar, as the JVM writes them, in the order of the jar. */
  static List<String> namesIn(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .filter(name -> !name.endsWith("package-info"))
          .toList();
    }
  }

  boolean has(String name) {
    return find(name) != null;
  }

  /** Whether the first class of that name is the one in a jar. */
  boolean isFrom(String name, Path jar) throws IOException {
    URL url = find(name);
    return url != null && url.toString().startsWith("jar:" + jar.toUri().toURL() + "!/");
  }

  ClassNode read(String name) throws WeaveException {
    ClassNode known = nodes.get(name);
    if (known != null) {
      return known;
    }
    try (InputStream in = loader.getResourceAsStream(name + CLASS)) {
      if (in == null) {
        throw new WeaveException(name.replace('/', '.') + ": expected the class, found none");
      }
      ClassNode node = new ClassNode();
      new ClassReader(in).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      nodes.put(name, node);
      return node;
    } catch (IOException e) {
      throw new WeaveException(
          name.replace('/', '.') + ": expected a class file, found one that can't be read", e);
    }
  }

  private @Nullable URL find(String name) {
    return loader.getResource(name + CLASS);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
