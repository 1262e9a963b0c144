package ai.kompl.local.verify.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** One tab, and what has happened in it. */
public final class Tab {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DevTools tools;
  private final String session;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Tab(DevTools tools, String session) {
    this.tools = tools;
    this.session = session;
  }

  static Tab open(DevTools tools) {
    String target =
        tools
            .send("", "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .asText();
    String session =
        tools
            .send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    var tab = new Tab(tools, session);
    tools.listen(session, tab::note);
    for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
      tab.send(domain + ".enable", Map.of());
    }
    return tab;
  }

  private void note(JsonNode event) {
    JsonNode facts = event.path("params");
    switch (event.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(facts.path("request").path("url").asText());
      case "Network.webSocketCreated" -> requests.add(facts.path("url").asText());
      case "Runtime.exceptionThrown" ->
          complaints.add("exception: " + facts.path("exceptionDetails"));
      case "Log.entryAdded" -> log(facts.path("entry"));
      default -> {}
    }
  }

  private void log(JsonNode entry) {
    if (entry.path("level").asText().equals("error")) {
      complaints.add(entry.path("source").asText() + ": " + entry.path("text").asText());
    }
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    return tools.send(session, method, parameters);
  }

  /** Has a script run in every page before its own; a proof plants its faults so. */
  public void plant(String script) {
    send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /** Lets pages load from anywhere, whatever they forbid themselves. */
  public void ignorePolicy() {
    send("Page.setBypassCSP", Map.of("enabled", true));
  }

  /** Goes to an address. */
  public void go(URI address) {
    send("Page.navigate", Map.of("url", address.toString()));
  }

  /**
   * Evaluates an expression in the page.
   *
   * @throws BrowserException when it throws
   */
  public JsonNode evaluate(String expression) {
    JsonNode outcome =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (outcome.has("exceptionDetails")) {
      throw new BrowserException(expression + " threw " + outcome.path("exceptionDetails"));
    }
    return outcome.path("result").path("value");
  }

  /**
   * Waits until an expression gives something that is neither false nor empty.
   *
   * @param what it is, for people
   * @throws BrowserException when that takes more than a minute
   */
  public JsonNode await(String what, String expression) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode value = evaluate("(() => { return (" + expression + ") || null; })()");
      if (!value.isNull() && !value.isMissingNode()) {
        return value;
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new BrowserException("the page does not show " + what + "; complaints: " + complaints);
  }

  /** Every address that the page asked for, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Errors that the browser reported: refusals by the page's policy, exceptions, failed loads. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
