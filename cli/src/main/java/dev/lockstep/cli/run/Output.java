package dev.lockstep.cli.run;

import dev.lockstep.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that a command leaves behind: looked at before it does its work, so that an hour of it
 * is not lost to a wrong name, and named when they can't be written.
 */
public final class Output {
  private Output() {}

  /** Refuses what is no name of a file, or of one that can't be written. */
  public static void requireFile(String option, Path file) {
    if (file.toString().isEmpty() || Files.isDirectory(file)) {
      throw CommandFailure.usage(option + ": not a file: '" + file + "'");
    }
    requireWritable(file, Files.exists(file) ? file : above(file));
  }

  /** Refuses what is no name of a folder, or of one that nothing can be written to. */
  public static void requireFolder(String option, Path folder) {
    if (folder.toString().isEmpty() || (Files.exists(folder) && !Files.isDirectory(folder))) {
      throw CommandFailure.usage(option + ": not a folder: '" + folder + "'");
    }
    requireWritable(folder, Files.exists(folder) ? folder : above(folder));
  }

  /** The folder that is there, in which those that are not would be made. */
  private static Path above(Path file) {
    Path above = file.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above == null ? file.toAbsolutePath() : above;
  }

  private static void requireWritable(Path wanted, Path there) {
    if (!there.equals(wanted) && !Files.isDirectory(there)) {
      throw failed(wanted, new IOException("a file is in the way (" + there + ")"));
    } else if (!Files.isWritable(there)) {
      throw failed(wanted, new IOException("no permission (" + there + ")"));
    }
  }

  /** Writes a file. */
  public static void write(Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** A file could not be written. */
  public static CommandFailure failed(Path file, IOException e) {
    return CommandFailure.outside("can't write " + file + ": " + e.getMessage());
  }
}
