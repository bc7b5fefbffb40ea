package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's mistake: exit code 2 and one line that names file, line and field. */
class BadInputTest {
  private static final Path GOOD =
      Path.of("../traces/hand/r01-put--stored-duplicate-no-space.json");

  private static final Path LOCK_LEVEL = Path.of("../traces/tlc/MCMemoryStoreHole2NoPin.json");

  @TempDir private Path folder;

  @Test
  void aTextThatIsNotJsonIsRefused() throws IOException {
    refusedWithLineAndField(write("broken.json", "{ \"format\": lockstep }"));
  }

  @Test
  void coverageRefusesWhatItCannotUse() {
    CommandRun run = CommandRun.of("coverage", "--output", "x.txt");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("lockstep: --output needs --minimise\n");
    CommandRun kills = CommandRun.of("coverage", "--minimise", "--kills", "no-such.jsonl");
    assertThat(kills.exitCode()).isEqualTo(2);
    assertThat(kills.err()).startsWith("lockstep: --kills: can't read no-such.jsonl");
  }

  @Test
  void anUnknownVersionIsRefused() throws IOException {
    CommandRun run = refusedWithLineAndField(edited("lockstep-trace/1", "lockstep-trace/9"));
    assertThat(run.err()).contains(": format: ").contains("lockstep-trace/9");
  }

  @Test
  void anUnknownActionIsRefused() throws IOException {
    CommandRun run =
        refusedWithLineAndField(edited("\"action\": \"PutNative\"", "\"action\": \"PutMagic\""));
    assertThat(run.err()).contains("steps[0].action").contains("PutMagic");
  }

  @Test
  void aMissingConstantIsRefused() throws IOException {
    String text = Files.readString(GOOD);
    String without = text.replaceFirst("\"unrollThreshold\": \\d+,\\s*", "");
    assertThat(without).isNotEqualTo(text);
    CommandRun run = refusedWithLineAndField(write("broken.json", without));
    assertThat(run.err()).contains("unrollThreshold");
  }

  @Test
  void aNegativeSizeIsRefused() throws IOException {
    String text = Files.readString(GOOD);
    String negative = text.replaceFirst("\"size\": \\d+", "\"size\": -5");
    CommandRun run = refusedWithLineAndField(write("broken.json", negative));
    assertThat(run.err()).contains("constants.blocks[0].size").contains("-5");
  }

  @Test
  void aBlockThatIsNotDeclaredIsRefused() throws IOException {
    String text = Files.readString(GOOD);
    String other = text.replaceFirst("\"block\": \"[^\"]+\"", "\"block\": \"nobody\"");
    CommandRun run = refusedWithLineAndField(write("broken.json", other));
    assertThat(run.err()).contains("steps[0].block").contains("nobody");
  }

  @Test
  void aStepThatIsNotEnabledIsRefused() throws IOException {
    String text = Files.readString(LOCK_LEVEL);
    Path file =
        write(
            "broken.json",
            text.replace("1, \"action\": \"PutUnlocks\"", "1, \"action\": \"AddEntry\""));
    CommandRun run = refusedWithLineAndField(file);
    assertThat(run.err()).contains("steps[2]: AddEntry by thread 1 is not enabled");
  }

  @Test
  void aMechanismThatTheStoreCannotDoWithoutIsSaid() {
    String trace = "../traces/tlc/MCMemoryStoreNoTryLock.json";
    CommandRun run = CommandRun.of("replay", trace);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err())
        .contains(trace + ": constants.without: ")
        .contains("the real store can't be run without TryLock");
  }

  @Test
  void aTruncatedGzipIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Files.readAllBytes(GOOD));
    }
    byte[] whole = bytes.toByteArray();
    Path file = folder.resolve("broken.json.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    CommandRun run = refusedWithLineAndField(file);
    assertThat(run.err()).contains("truncated gzip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replay nowhere.json | nowhere.json",
        "explore NoSuchConfig | NoSuchConfig.cfg",
        "check NoSuchConfig | NoSuchConfig",
        "simulate --workload magic | magic",
        "simulate --workload zipf --policy magic | magic",
        "simulate --workload zipf --set blocks=-1 | blocks",
        "simulate --workload zipf --requests -1 | requests",
        "simulate --workload nowhere.json | nowhere.json",
        "simulate --input nowhere.csv | nowhere.csv",
        "simulate --input pom.xml | format",
        "simulate --input pom.xml --format magic | magic",
        "simulate --workload zipf --policy x4-split:2 | 2.0",
        "simulate --workload zipf --memory 0 | --memory",
        "simulate --workload zipf --policy magic | offline, all",
        "simulate --workload zipf --format csv | --format",
        "simulate --workload zipf --poll-every 5 | --poll-every",
        "simulate --workload tables --set blocks=5 | --set: blocks: has no effect",
        "simulate --workload zipf --set blocks=0 | lockstep: --set: blocks: must be at least 1",
        "simulate --workload zipf --memory 5,6 --trace x.json | --memory",
        "simulate --input nowhere.csv --trace x.json | --trace",
        "simulate --input pom.xml --format csv --requests 0 | --requests must be at least 1",
        "simulate --input pom.xml --format csv --poll-every 0 | --poll-every",
        "simulate --input /dev/null --format csv | /dev/null",
        "simulate --workload pom.xml | pom.xml:1:",
        "simulate --workload zipf --csv /tmp | --csv",
        "simulate --workload zipf --plots pom.xml | --plots",
        "hunt --goal refusal --policy x2-managed --fault fifo | --fault",
        "hunt --goal refusal --store spark | --store",
        "hunt --goal refusal --spark 9.9.9 | --spark",
        "hunt --goal refusal --universe throwing | throwing",
        "hunt --goal refusal --out pom.xml | --out",
        "hunt --goal divergence --policy x4-split | --policy",
        "replay --cover MCEvictionContractTiny --store model --spark 4.2.0 | --spark",
        "hunt --goal glory | glory",
        "hunt --goal thrash --policy magic | magic",
        "hunt --goal thrash --threads 0 | --threads",
        "replay --cover MCEvictionContractTiny --store simulator --policy magic | magic",
        "hunt --goal divergence --time soon | soon",
        "hunt --goal divergence --universe magic | magic",
        "replay --cover MCEvictionContractTiny --spark nowhere.jar | nowhere.jar",
        "replay --cover MCEvictionContractTiny --store model --fault fifo | --fault",
        "hunt --goal divergence --time 99999999999999h | time",
        "hunt --goal divergence --time 0s | --time",
        "hunt --goal divergence --sequences 0 | --sequences",
        "verify --sequences -1 | --sequences",
        "explore MCEvictionContractTiny --json /tmp | --json",
        "bench --rounds 0 | --rounds",
        "bench store --pairs 2 | --pairs",
        "bench --pairs 2 | --pairs",
        "bench store --iterations 0 | --iterations",
        "bench store --only magic | magic",
        "bench pin --pin-pairs 2 | --pin-pairs",
        "bench pin --pin-iterations 0 | --pin-iterations",
        "bench pin --pin-peers magic | magic",
        "bench pin --pin-threads 0 | --pin-threads",
        "bench explore --lock-pairs 0 | --lock-pairs",
        "bench explore --lock-config NoSuchConfig | NoSuchConfig",
        "bench explore --lock-config MCEvictionContractTiny | MCEvictionContractTiny",
        "bench explore --lock-config MCMemoryStoreNoWake | MCMemoryStoreNoWake",
        "bench explore --lock-config MCMemoryStoreTwo | for TLC alone",
        "bench simulate --pairs-csv 1 | --pairs-csv",
        "bench simulate --requests 0 | --requests",
        "bench hunt --seeds 0 | --seeds",
        "report --requests 0 | --requests",
        "hunt --goal regret --master yarn | yarn",
        "hunt --goal divergence --master local[2] | --master",
        "bench replay --config NoSuchConfig | NoSuchConfig",
        "spark-suites --spark 3.5.9 | 3.5.9",
        "spark-suites --spark 4.2.0,magic | magic",
        "spark-suites --limit 0 | --limit",
        "spark-suites --limit soon | --limit",
        "columnar --spark 3.5.9 | 3.5.9",
        "columnar --limit 0 | --limit",
        "columnar --scale 0 | --scale",
        "columnar --rule R5 | --rule",
        "columnar --part sums | sums",
        "spark-suites --only magic | magic",
        "patch --output no-jar | no-jar",
        "patch --spark nowhere --output new.jar | nowhere",
        "patch | --output",
        "patch --without LEVELS --output new.jar | --columnar",
        "patch --columnar --without NOTHING --output new.jar | NOTHING",
        "patch --columnar --fault late-put --output new.jar | --fault",
        "verify --spark-versions 4.2.0,nowhere | nowhere",
        "story nowhere.json | nowhere.json",
        "story pom.xml | pom.xml:1:1",
        "story ../traces | ../traces: is a folder",
        "story ../traces/hand/r13-end--remove-of-absent.json --html /tmp | --html: not a file",
        "story ../traces/hand/r13-end--remove-of-absent.json --html"
            + " ../traces/hand/../hand/r13-end--remove-of-absent.json | the trace itself",
        "story ../traces/hand/r13-end--remove-of-absent.json --fault magic | magic",
        "story ../traces/hand/r13-end--remove-of-absent.json --store magic | magic",
        "story | TRACE",
        "frobnicate | frobnicate",
        "replay | --cover"
      })
  void aWrongNameIsRefusedInOneLine(String command, String named) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains(named);
  }

  /** Before the run, which may take long; and the file is named. */
  @Test
  void anOutputThatCannotBeWrittenIsSaidBeforeTheRun() throws IOException {
    Path inTheWay = write("file", "");
    for (String option : new String[] {"--csv", "--plots", "--trace", "--json"}) {
      String output = inTheWay.resolve("x/y").toString();
      // A hundred years of requests.
      CommandRun run =
          CommandRun.of(
              "simulate", "--workload", "zipf", "--requests", "99999999999999", option, output);
      assertThat(run.exitCode()).as(option).isEqualTo(3);
      assertThat(run.err().strip()).startsWith("lockstep: can't write " + output + ": a file is");
      CommandRun nothing = CommandRun.of("simulate", "--workload", "zipf", option, "");
      assertThat(nothing.exitCode()).as(option).isEqualTo(2);
      assertThat(nothing.err()).contains(option + ": not a f");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify",
        "check",
        "explore",
        "replay",
        "hunt",
        "simulate",
        "corpus",
        "bench",
        "spark-suites",
        "columnar",
        "patch",
        "report"
      })
  void everyVerbExplainsItself(String verb) {
    CommandRun run = CommandRun.of(verb, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: lockstep " + verb);
  }

  @Test
  void anUnknownFaultListsTheFaults() {
    CommandRun run =
        CommandRun.of("replay", "--cover", "MCEvictionContractTiny", "--fault", "magic");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("double-release").contains("lock-kept");
  }

  @Test
  void aWrongWorkloadIsRefused() throws IOException {
    Path file =
        write(
            "broken.json",
            "{\"format\": \"lockstep-workload/1\", \"name\": \"x\",\n"
                + " \"requests\": {\"kind\": \"zipf\", \"blocks\": -5}}");
    CommandRun run = refused("simulate", "--workload", file.toString());
    assertThat(run.err()).contains("broken.json:2:").contains("requests.blocks: ").contains("-5");
  }

  @Test
  void aWrongLineOfARecordedTraceIsRefused() throws IOException {
    Path file = write("broken.csv", "time,id,size\n1,2,3\n4,5,-6\n");
    CommandRun run = CommandRun.of("simulate", "--input", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("broken.csv:3:5: size: ").contains("-6");
  }

  private CommandRun refusedWithLineAndField(Path file) {
    return refused("replay", file.toString(), "--store", "model");
  }

  private CommandRun refused(String... command) {
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    // file:line:column: field: what is wrong
    assertThat(run.err()).matches("lockstep: .*broken\\.json(\\.gz)?:\\d+:\\d+: \\S.*: .+\\R");
    return run;
  }

  private Path edited(String from, String to) throws IOException {
    String text = Files.readString(GOOD);
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    return write("broken.json", text.substring(0, at) + to + text.substring(at + from.length()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }
}
