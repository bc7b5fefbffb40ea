package dev.lockstep.model.tlc.mutants;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import util.FilenameToStream;

/**
 * Finds modules for SANY: the spec's in its folder, the standard ones in a folder of our own. TLC's
 * own class unpacks them to where another process may be doing the same.
 */
final class SpecNames implements FilenameToStream {
  private static final String STANDARD = "/tla2sany/StandardModules/";

  private final Path folder;
  private final Path scratch;

  SpecNames(Path folder, Path scratch) {
    this.folder = folder;
    this.scratch = scratch;
  }

  @Override
  public File resolve(String name, boolean isModule) {
    String file = isModule && !name.endsWith(".tla") ? name + ".tla" : name;
    if (!isStandardModule(file)) {
      return new TLAFile(folder.resolve(file).toString(), false, this);
    }
    Path unpacked = scratch.resolve(file);
    try (@Nullable InputStream in = FilenameToStream.class.getResourceAsStream(STANDARD + file)) {
      if (in != null) {
        Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TLAFile(unpacked.toString(), true, this);
  }

  @Override
  public String getFullPath() {
    return folder.toString();
  }

  @Override
  public boolean isStandardModule(String name) {
    String file = name.endsWith(".tla") ? name : name + ".tla";
    return !Files.isRegularFile(folder.resolve(file));
  }
}
