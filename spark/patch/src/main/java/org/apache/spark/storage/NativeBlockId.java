package org.apache.spark.storage;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a native block (R2): {@code native_<engine>_<key>}, or {@code
 * native_rdd<id>_<engine>_<key>} if it belongs to an RDD, whose blocks never evict each other (R4).
 *
 * <p>An engine is letters, digits and hyphens, begins with a letter and does not look like an owner
 * ({@code rdd7}); a key is letters, digits and {@code . - _}. So a name has one reading, and is a
 * legal file name. Equality is by name; the name parses back through {@code BlockId.apply}.
 */
public final class NativeBlockId extends BlockId implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String PREFIX = "native_";
  private static final int NO_OWNER = -1;
  private static final Pattern OWNER_LIKE = Pattern.compile("rdd[0-9]+");
  private static final Pattern ENGINE = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern NAME =
      Pattern.compile(
          PREFIX + "(?:rdd(0|[1-9][0-9]*)_)?(" + ENGINE.pattern() + ")_(" + KEY.pattern() + ")");

  private final String engine;
  private final String key;
  private final int owner;

  /** Derived, but it travels: Kryo calls neither the constructor nor {@code readResolve}. */
  private final String name;

  private NativeBlockId(String engine, String key, int owner) {
    if (engine == null
        || !ENGINE.matcher(engine).matches()
        || OWNER_LIKE.matcher(engine).matches()) {
      throw new IllegalArgumentException(
          "engine of a native block: expected a letter, then letters, digits and hyphens,"
              + " and not rdd<number>; found "
              + engine);
    }
    if (key == null || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "key of a native block of "
              + engine
              + ": expected letters, digits and . - _; found "
              + key);
    }
    this.engine = engine;
    this.key = key;
    this.owner = owner;
    this.name = PREFIX + (owner == NO_OWNER ? "" : "rdd" + owner + "_") + engine + "_" + key;
  }

  /**
   * A block without an owner.
   *
   * @throws IllegalArgumentException if engine or key has other characters than a name may have
   */
  public static NativeBlockId of(String engine, String key) {
    return new NativeBlockId(engine, key, NO_OWNER);
  }

  /**
   * A block that belongs to an RDD: making space for a block of that RDD never evicts it (R4).
   *
   * @throws IllegalArgumentException if the id is negative, or as in {@link #of}
   */
  public static NativeBlockId ofRdd(String engine, String key, int ownerRddId) {
    if (ownerRddId < 0) {
      throw new IllegalArgumentException(
          "owner of a native block of " + engine + ": expected an RDD id, found " + ownerRddId);
    }
    return new NativeBlockId(engine, key, ownerRddId);
  }

  /** Reads back what {@link #name} gave; empty for any other text. */
  static Optional<NativeBlockId> parse(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      int owner = matcher.group(1) == null ? NO_OWNER : Integer.parseInt(matcher.group(1));
      return Optional.of(new NativeBlockId(matcher.group(2), matcher.group(3), owner));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return name;
  }

  public String engine() {
    return engine;
  }

  public String key() {
    return key;
  }

  /** The RDD that the block belongs to, if any (R4). */
  public OptionalInt owner() {
    return owner == NO_OWNER ? OptionalInt.empty() : OptionalInt.of(owner);
  }

  /** The name is derived again: a Java stream cannot make an id that is not valid. */
  private Object readResolve() {
    return new NativeBlockId(engine, key, owner);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeBlockId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
