package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page of a story in a browser, opened from its file and stepped through by keys. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoryPageTest {
  private static final String TRACES = "../traces/";

  @TempDir private static Path folder;

  /** It would warn of each new version of the browser; what it misses, no test uses. */
  private static final Logger DEVTOOLS = Logger.getLogger("org.openqa.selenium.devtools");

  private static ChromeDriver browser;

  @BeforeAll
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  static void open() throws IOException, InterruptedException {
    Chromium chromium = Chromium.orSkip();
    DEVTOOLS.setLevel(Level.OFF);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.browser().toFile());
    options.addArguments(
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--window-size=1280,1000",
        // Whatever would leave the machine has nowhere to go, and a request shows in the log.
        "--proxy-server=http://127.0.0.1:9");
    if (Chromium.isRoot()) {
      options.addArguments("--no-sandbox");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromium.driver().toFile())
            .usingAnyFreePort()
            .withSilent(true)
            .withTimeout(Duration.ofSeconds(90))
            .build();
    browser = new ChromeDriver(service, options);
    browser.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  @Test
  void aTraceIsSteppedThroughByKeys() {
    show("hand/r04-lru--all-kinds-in-one-eviction.json");
    assertThat(text("#now")).contains("start", "before the first step");
    assertThat(text("#verdict")).contains("file and model agree on all 5 steps");
    press(Keys.ARROW_RIGHT);
    assertThat(text("#now")).contains("step 1 of 5", "task 1: putSerialized s1", "STORED");
    assertThat(lru("model")).containsExactly("s1");
    assertThat(text("[data-side=model] [data-pool=on-heap] .figures"))
        .isEqualTo("storage 1 of 2 units used, execution 0 of 2");
    press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    assertThat(lru("model")).containsExactly("s1", "n1", "d1", "n2");
    assertThat(lru("file")).containsExactly("s1", "n1", "d1", "n2");
    press(Keys.ARROW_LEFT);
    assertThat(text("#now")).contains("step 3 of 5");
    press(Keys.END);
    assertThat(lru("model")).containsExactly("n4");
    assertThat(text("[data-side=model] [data-part=events]"))
        .contains("s1 left the entries", "n1 was released", "n1 gave its bytes back");
    press("2");
    assertThat(text("#now")).contains("step 2 of 5", "putNative n1 (1 unit, on-heap)");
    press(Keys.HOME);
    assertThat(text("#now")).contains("start");
    assertThat(text("[data-side=store]")).contains("not asked for: add --store spark");
    assertThat(browser.findElements(By.cssSelector(".differs"))).isEmpty();
  }

  @Test
  void whoListensHearsTheStep() {
    show("hand/r04-lru--all-kinds-in-one-eviction.json");
    WebElement announced = browser.findElement(By.id("announce"));
    assertThat(announced.getDomAttribute("aria-live")).isEqualTo("polite");
    press("5");
    assertThat(announced.getDomProperty("textContent"))
        .contains("Step 5 of 5", "putNative n4", "STORED", "recency order n4")
        .contains("on-heap 4 of 4 units");
    assertThat(
            browser
                .findElement(By.cssSelector("#steps [aria-current=step]"))
                .getDomAttribute("data-step"))
        .isEqualTo("5");
  }

  @Test
  void buttonsDoWhatKeysDo() {
    show("hand/r04-lru--all-kinds-in-one-eviction.json");
    browser.findElement(By.id("on")).click();
    assertThat(text("#now")).contains("step 1 of 5");
    browser.findElement(By.id("last")).click();
    assertThat(text("#now")).contains("step 5 of 5");
    assertThat(browser.findElement(By.id("on")).isEnabled()).isFalse();
    browser.findElement(By.cssSelector("[data-step='3']")).click();
    assertThat(text("#now")).contains("step 3 of 5");
    press("?");
    assertThat(browser.findElement(By.id("help")).isDisplayed()).isTrue();
    press(Keys.ARROW_RIGHT, Keys.ESCAPE);
    assertThat(browser.findElement(By.id("help")).isDisplayed()).isFalse();
    assertThat(text("#now")).as("keys of the help are the help's").contains("step 3 of 5");
  }

  /** A fault's divergence: marked, in words and by a border, on the store's side alone. */
  @Test
  void whereTheStorePartsIsMarked() throws IOException {
    Path trace = folder.resolve("fifo.json");
    Files.writeString(trace, StoryCommandTest.PIN_AFTER_TWO_PUTS);
    int exit = show(trace, "--fault", "fifo");
    assertThat(exit).isEqualTo(1);
    assertThat(text("#verdict")).contains("NOT as expected: spark@4.2.0+fifo breaks R4 at step 3");
    assertThat(text("#rules")).contains("R4", "one recency order for all kinds");
    press("2");
    assertThat(text("[data-side=store] h3")).contains("= the model");
    press("1", "d");
    assertThat(text("#now")).contains("step 3 of 3", "\u2260 R4");
    assertThat(lru("model")).containsExactly("s1", "n2");
    assertThat(lru("store")).containsExactly("n2", "s1");
    assertThat(text("[data-side=store] h3")).contains("\u2260 differs from the model");
    assertThat(text("[data-side=store] [data-part=lru].differs"))
        .contains("\u2260 lru: the model has [s1, n2], the store has [n2, s1] (R4)");
    assertThat(browser.findElements(By.cssSelector("[data-side=model] .differs"))).isEmpty();
    assertThat(browser.findElements(By.cssSelector("[data-side=file] .differs"))).isEmpty();
    assertThat(text("#command"))
        .isEqualTo("./lockstep story " + trace + " --store spark --fault fifo");
  }

  @Test
  void aDeadlockHasItsThreadsAndWhoWaitsForWhom() {
    show("tlc/MCMemoryStoreHole1EngineLock.json", "--store", "spark");
    press(Keys.END);
    assertThat(text("[data-thread='task 1']"))
        .contains("remove n1", "release of n1", "holds the monitor")
        .contains("waits for the engine's lock (task 2)");
    assertThat(text("[data-thread='task 2']"))
        .contains("putNative n2", "waits for the monitor (task 1)", "this step");
    assertThat(text("#threads .circle"))
        .isEqualTo("Deadlock: task 1 waits for task 2 waits for task 1.");
    assertThat(text("[data-side=store] [data-part=monitor]")).contains("held by: task 1");
    assertThat(text("[data-side=store] h3")).contains("= the model");
    assertThat(text("#rules")).contains("NoDeadlockInv ==");
    press("1");
    assertThat(text("#now")).contains("task 2: takes the engine's lock");
    assertThat(browser.findElements(By.cssSelector("#threads .circle"))).isEmpty();
  }

  /** Neither the page nor, by its policy, anything that got into it can ask for anything. */
  @Test
  void noRequestLeavesTheMachine() {
    browser.manage().logs().get(LogType.PERFORMANCE);
    show("hand/r04-lru--all-kinds-in-one-eviction.json");
    press(Keys.ARROW_RIGHT, Keys.END, "?", Keys.ESCAPE);
    List<String> requests =
        browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
            .map(entry -> entry.getMessage())
            .filter(message -> message.contains("\"Network.requestWillBeSent\""))
            .toList();
    assertThat(requests).hasSize(1).allMatch(request -> request.contains("\"url\":\"file://"));
    assertThat(browser.executeScript("return performance.getEntriesByType('resource').length"))
        .isEqualTo(0L);
    Object refused =
        browser.executeAsyncScript(
            """
            const done = arguments[0];
            document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));
            new Image().src = 'http://127.0.0.1:9/pixel';
            """);
    assertThat(refused).isEqualTo("img-src");
  }

  @Test
  void namesAreTextWhateverIsInThem() throws IOException {
    String name = "</script><i id='in'>";
    Path trace = folder.resolve("names.json");
    Files.writeString(trace, StoryCommandTest.PIN_AFTER_TWO_PUTS.replace("n2", name));
    show(trace);
    press("1");
    assertThat(lru("model")).containsExactly(name);
    assertThat(browser.findElements(By.id("in"))).isEmpty();
  }

  @Test
  void aNarrowScreenNeedsNoScrollingSideways() {
    Map<String, Object> narrow =
        Map.of("width", 400, "height", 800, "deviceScaleFactor", 1, "mobile", false);
    browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", narrow);
    try {
      for (String trace :
          List.of(
              "tlc/MCMemoryStoreHole1EngineLock.json",
              "hand/r04-lru--all-kinds-in-one-eviction.json")) {
        show(trace);
        press("4");
        assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
            .as(trace)
            .asInstanceOf(InstanceOfAssertFactories.LONG)
            .isLessThanOrEqualTo(400);
      }
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  private static void show(String trace, String... options) {
    assertThat(show(Path.of(TRACES + trace), options)).isZero();
  }

  /** Makes the page of a trace and opens it; gives the exit code. */
  private static int show(Path trace, String... options) {
    Path page = folder.resolve(trace.getFileName() + ".html");
    int exit = StoryCommandTest.story(trace, page, options).exitCode();
    browser.get("about:blank");
    browser.get(page.toUri().toString());
    return exit;
  }

  private static void press(CharSequence... keys) {
    for (CharSequence key : keys) {
      browser.switchTo().activeElement().sendKeys(key);
    }
  }

  private static String text(String selector) {
    return browser.findElement(By.cssSelector(selector)).getText().replace('\n', ' ');
  }

  private static List<String> lru(String side) {
    return browser
        .findElements(By.cssSelector("[data-side=" + side + "] [data-part=lru] li"))
        .stream()
        .map(block -> block.getDomAttribute("data-block"))
        .toList();
  }
}
