package dev.lockstep.cli.run;

import java.util.List;
import java.util.regex.Pattern;

/** The versions of Spark that Lockstep speaks of. */
public final class SparkVersions {
  /** The version whose jars the build brings. */
  public static final String BUILT = "4.2.0";

  /** Those that {@code verify} holds to every rule, the built one first. */
  public static final List<String> CLAIMED = List.of(BUILT, "4.1.3", "4.0.4");

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+([-.+]\\w+)*");

  private SparkVersions() {}

  /** Whether a text has the form of a version, such as {@code 4.1.0-preview1}. */
  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }
}
