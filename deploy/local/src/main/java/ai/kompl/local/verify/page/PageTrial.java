package ai.kompl.local.verify.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A person's first minute with the page: sign in, run the operation that is shown, follow an
 * import.
 */
public final class PageTrial {
  /**
   * Who signs in.
   *
   * @param organization slug of the tenant
   */
  public record Visitor(String organization, String email, String password) {}

  /**
   * What was seen.
   *
   * @param shown the operation in the editor when the page had opened
   * @param answer what the page showed after it was run
   * @param states the states of the import that the page showed, in order
   * @param outside addresses that were asked for and are not the product's
   * @param complaints errors that the browser reported
   */
  public record Outcome(
      String shown,
      JsonNode answer,
      List<String> states,
      List<String> outside,
      List<String> complaints) {
    public Outcome {
      states = List.copyOf(states);
      outside = List.copyOf(outside);
      complaints = List.copyOf(complaints);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EDITOR =
      "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror";
  private static final String RESULT =
      "document.querySelector('.result-window .CodeMirror').CodeMirror.getValue()";
  private static final String RUN = "document.querySelector('.graphiql-execute-button')";

  private final URI endpoint;
  private final Visitor visitor;

  /** Against the product at the address. */
  public PageTrial(URI endpoint, Visitor visitor) {
    this.endpoint = endpoint;
    this.visitor = visitor;
  }

  /**
   * Plays it.
   *
   * @param plant changes the tab before the page is opened; the honest trial changes nothing
   * @param importJob orders an import that takes a moment and gives its id
   * @throws BrowserException when the page does not show what is waited for
   */
  public Outcome run(Tab tab, Consumer<Tab> plant, Supplier<String> importJob) {
    plant.accept(tab);
    tab.go(endpoint.resolve("/"));
    tab.await(
        "the explorer",
        "Boolean(" + RUN + " && document.querySelector('.result-window .CodeMirror'))");
    String shown = tab.await("an operation", EDITOR + ".getValue()").asText();
    signIn(tab);
    JsonNode answer = answer(tab);
    List<String> states = follow(tab, importJob.get());
    return new Outcome(shown, answer, states, outside(tab), tab.complaints());
  }

  private void signIn(Tab tab) {
    tab.evaluate(
        """
        (() => {
          const form = document.getElementById('sign-in');
          form.organization.value = %s;
          form.email.value = %s;
          form.password.value = %s;
          form.requestSubmit();
        })()
        """
            .formatted(
                text(visitor.organization()), text(visitor.email()), text(visitor.password())));
    tab.await("who is signed in", "!document.getElementById('session').hidden");
  }

  private static JsonNode answer(Tab tab) {
    tab.evaluate(RUN + ".click()");
    // While the answer is under way the window is empty.
    return parse(tab.await("an answer", RESULT + ".trim().endsWith('}') && " + RESULT).asText());
  }

  /** The page is looked at in the page itself: from here a short-lived state would be missed. */
  private static List<String> follow(Tab tab, String job) {
    String operation =
        "subscription { importProgress(jobId: " + text(job) + ") { state finished } }";
    tab.evaluate(
        """
        (() => {
          %s.setValue(%s);
          window.shownStates = [];
          const look = () => {
            const found = /"state": "([A-Z]+)"/.exec(%s);
            const states = window.shownStates;
            if (found && states[states.length - 1] !== found[1]) states.push(found[1]);
          };
          document.querySelector('.result-window .CodeMirror').CodeMirror.on('change', look);
        })()
        """
            .formatted(EDITOR, text(operation), RESULT));
    tab.evaluate(RUN + ".click()");
    tab.await("the end of the import", "/\"finished\": true/.test(" + RESULT + ")");
    var states = new ArrayList<String>();
    tab.evaluate("window.shownStates").forEach(state -> states.add(state.asText()));
    return states;
  }

  private List<String> outside(Tab tab) {
    String ours = endpoint.resolve("/").toString();
    return tab.requests().stream()
        .filter(
            url -> !url.startsWith(ours) && !url.startsWith("data:") && !url.startsWith("about:"))
        .toList();
  }

  private static String text(String value) {
    return JSON.valueToTree(value).toString();
  }

  private static JsonNode parse(String shown) {
    try {
      return JSON.readTree(shown);
    } catch (JsonProcessingException e) {
      throw new BrowserException("the page shows no JSON: " + shown, e);
    }
  }
}
