package ai.kompl.regops;

import ai.kompl.tenancy.caller.Caller;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Imports as a client orders and follows them. */
public final class Catalogues {

  private static final String ORDER =
      """
      mutation Order($input: ImportFrameworkCatalogInput!) {
        importFrameworkCatalog(input: $input) { importJob { id state version } userErrors { code message path } }
      }
      """;

  private static final String STATE =
      """
      query State($id: ID!) {
        importJob(id: $id) {
          state finished percent processed total attempts problemCount
          counts { entries active withdrawn families }
          problems { code severity message path line }
          frameworkVersion { id label checksum framework { id refCode currentVersion { id } } }
        }
      }
      """;

  private final RegopsPlatform platform;

  public Catalogues(RegopsPlatform platform) {
    this.platform = platform;
  }

  /** Two groups and four requirements in our own format, under that code and version. */
  public static String small(String refCode, String label) {
    return """
    {"format": "kompl-catalogue/1", "framework": {"refCode": "%s", "name": "House rules", "category": "SECURITY"},
     "version": {"label": "%s"}, "requirements": [
      {"ref": "H1", "kind": "GROUP", "title": "Doors"},
      {"ref": "H1.1", "parent": "H1", "title": "Lock", "text": "Doors are locked at night.", "references": [{"ref": "H2.1"}]},
      {"ref": "H1.2", "parent": "H1", "title": "Count keys", "withdrawn": true},
      {"ref": "H2", "kind": "GROUP", "title": "Windows"},
      {"ref": "H2.1", "parent": "H2", "title": "Close", "text": "Windows are closed at night."},
      {"ref": "H2.2", "parent": "H2", "title": "Clean 100%% of panes", "text": "Every week."}]}
    """
        .formatted(refCode, label);
  }

  /** Orders an import of an uploaded file; further fields of the input are added. */
  public Answer order(Caller caller, String uploadId, String format, Map<String, Object> more) {
    Map<String, @Nullable Object> input =
        new HashMap<>(Map.of("uploadId", uploadId, "format", format));
    input.putAll(more);
    return platform.answer(caller, ORDER, Map.of("input", input));
  }

  /** Uploads, orders and waits for the end; gives the job as {@link #state} does. */
  public Answer run(Caller caller, byte[] content, String format) {
    var ordered = order(caller, platform.files().keep(caller.tenant(), content), format, Map.of());
    String id = ordered.text("/importFrameworkCatalog/importJob/id");
    if (!RegopsPlatform.eventually(
        () -> state(caller, id).data().at("/importJob/finished").asBoolean())) {
      throw new AssertionError("the import does not end: " + state(caller, id));
    }
    return state(caller, id);
  }

  /** How far an import is. */
  public Answer state(Caller caller, String id) {
    return platform.answer(caller, STATE, Map.of("id", id));
  }
}
