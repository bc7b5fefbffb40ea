package dev.lockstep.bench.simulate;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs another class's main, and writes the processor time of the whole process to a file when it
 * ends: start, compiler and collector included. Both sides of a comparison are run through it.
 */
public final class CpuTimedMain {
  private CpuTimedMain() {}

  /** Takes the file, the class, and its arguments. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Path file = Path.of(args[0]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    Files.writeString(file, Long.toString(system.getProcessCpuTime()));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    try {
      Class.forName(args[1])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
    } catch (InvocationTargetException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }
}
