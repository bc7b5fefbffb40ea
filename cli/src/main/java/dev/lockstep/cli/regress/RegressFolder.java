package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.Output;
import dev.lockstep.io.ScratchFolder;
import dev.lockstep.io.WholeFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/**
 * The folder of a pair of Sparks. It is written beside its place and renamed, so it is there whole
 * or not at all; of two runs at once the later one's stays.
 *
 * @param place where it will be
 */
record RegressFolder(Path place) {

  /** Another run of the same pair may take the place in the moment in which it is free. */
  private static final int TRIES_MAX = 10;

  /** Refuses a place that can't be written, before an hour of work. */
  void require() {
    Output.requireFolder("build", place);
  }

  /** Replaces what was there with these files, by their names. */
  void write(Map<String, String> files) {
    Path above = Objects.requireNonNull(place.toAbsolutePath().getParent());
    try (ScratchFolder scratch = ScratchFolder.in(above, ".run-")) {
      Path fresh = Files.createDirectory(scratch.path().resolve("new"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        WholeFile.write(fresh.resolve(file.getKey()), file.getValue());
      }
      for (int i = 1; !moved(fresh, scratch.path().resolve("old-" + i)); i++) {
        if (i == TRIES_MAX) {
          throw new IOException("other runs write to it");
        }
      }
    } catch (IOException e) {
      throw Output.failed(place, e);
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
}
