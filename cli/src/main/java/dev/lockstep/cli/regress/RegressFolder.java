package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.traces.json.WholeFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The folder of a pair of Sparks. It is written beside its place and renamed, so it is there whole
 * or not at all; of two runs at once the later one's stays.
 *
 * @param place where it will be
 */
record RegressFolder(Path place) {

  /** Another run of the same pair may take the place in the moment in which it is free. */
  private static final int TRIES_MAX = 10;

  /** Replaces what was there with these files, by their names. */
  void write(Map<String, String> files) {
    try {
      Path above = Objects.requireNonNull(place.toAbsolutePath().getParent());
      Files.createDirectories(above);
      Path fresh = Files.createTempDirectory(above, ".new-");
      for (Map.Entry<String, String> file : files.entrySet()) {
        WholeFile.write(fresh.resolve(file.getKey()), file.getValue());
      }
      Path old = Files.createTempDirectory(above, ".old-");
      for (int i = 1; !moved(fresh, old.resolve(Integer.toString(i))); i++) {
        if (i == TRIES_MAX) {
          throw new IOException("other runs write to it");
        }
      }
      delete(old);
    } catch (IOException e) {
      throw CommandFailure.outside("can't write " + place + ": " + e.getMessage());
    }
  }

  private boolean moved(Path fresh, Path old) throws IOException {
    try {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // The first run of this pair, or another has just moved it away.
    }
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (Files.exists(place)) {
        return false;
      }
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
