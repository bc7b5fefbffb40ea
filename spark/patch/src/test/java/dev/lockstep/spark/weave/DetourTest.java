package dev.lockstep.spark.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** A detour leaves the stock code where it is, and the JVM accepts the one branch it adds. */
class DetourTest {
  private static final String SUBJECT = Type.getInternalName(Subject.class);
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String SAY = "(" + OBJECT + "J)Ljava/lang/String;";
  private static final String A_STRING = "java/lang/String";

  private ClassNode node;

  /** What is woven, and what the detour leads to: loaded again, as a class of the same name. */
  public static class Subject {
    private int turns;

    /** With a branch, and so with frames of its own. */
    public String say(Object what, long number) {
      String said = number > 1 ? "many" : "one";
      return "stock " + what + " " + said;
    }

    /** The target of a detour. */
    public static String oursSay(Subject self, String what, long number) {
      return "ours " + what + " " + number;
    }

    /** The loop begins where the method does. */
    int turn(Object what) {
      do {
        turns++;
      } while (turns < 3);
      return turns;
    }

    protected String whisper(Object what, long number) {
      return what + " " + number;
    }

    int twice(int number) {
      return 2 * number;
    }
  }

  @BeforeEach
  void read() throws IOException {
    node = new ClassNode();
    try (InputStream in = Subject.class.getResourceAsStream("DetourTest$Subject.class")) {
      new ClassReader(in).accept(node, 0);
    }
  }

  @Test
  void copyIsPublicAndHasTheCodeThatStockHad() throws Exception {
    String stock = code("whisper");

    detour("whisper", SAY, A_STRING, Detour.Stock.COPIED).weave(node);

    assertThat(code("stock$oursSay")).isEqualTo(stock);
    assertThat(code("whisper")).contains("INSTANCEOF java/lang/String");
    assertThat(access("stock$oursSay")).matches(Modifier::isPublic);
    assertThat(access("whisper")).matches(Modifier::isProtected);
  }

  @Test
  void argumentOfOursTakesTheDetourAndNoOtherDoes() throws Exception {
    detour("say", SAY, A_STRING, Detour.Stock.UNUSED).weave(node);

    Object woven = load();

    assertThat(say(woven, "a")).isEqualTo("ours a 2");
    assertThat(say(woven, 7)).isEqualTo("stock 7 many");
    assertThat(say(woven, null)).isEqualTo("stock null many");
  }

  @Test
  void methodThatBeginsWithALoopIsRefused() {
    assertThatThrownBy(
            () -> detour("turn", "(" + OBJECT + ")I", A_STRING, Detour.Stock.UNUSED).weave(node))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("turn: expected no jump to the first instruction");
  }

  @Test
  void firstArgumentThatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> detour("twice", "(I)I", A_STRING, Detour.Stock.UNUSED).weave(node))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("twice: expected an object as first argument, found (I)I");
  }

  @Test
  void secondCopyIsRefused() throws Exception {
    Detour detour = detour("say", SAY, A_STRING, Detour.Stock.COPIED);
    detour.weave(node);

    assertThatThrownBy(() -> detour.weave(node))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("stock$oursSay: expected no such method");
  }

  private static Detour detour(
      String name, String descriptor, String argument, Detour.Stock stock) {
    return new Detour(SUBJECT, name, descriptor, argument, SUBJECT, "oursSay", stock);
  }

  /** An instance of the class as woven; linking verifies it. */
  private Object load() throws ReflectiveOperationException {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    byte[] bytes = writer.toByteArray();
    return new ClassLoader(DetourTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(Subject.class.getName(), bytes, 0, bytes.length);
      }
    }.define().getConstructor().newInstance();
  }

  private static Object say(Object woven, @Nullable Object what)
      throws ReflectiveOperationException {
    return woven.getClass().getMethod("say", Object.class, long.class).invoke(woven, what, 2L);
  }

  private int access(String name) {
    return node.methods.stream().filter(m -> m.name.equals(name)).findFirst().orElseThrow().access;
  }

  private String code(String name) {
    return ClassText.of(node).methods().stream()
        .filter(m -> m.substring(m.indexOf(' ') + 1).startsWith(name + "("))
        .findFirst()
        .map(m -> m.substring(m.indexOf('\n')))
        .orElseThrow();
  }
}
