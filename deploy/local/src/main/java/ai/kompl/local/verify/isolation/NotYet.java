package ai.kompl.local.verify.isolation;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An attack on something that the product does not have.
 *
 * @param id of the list of attacks, as those of the cases
 * @param what is attacked
 * @param sign what would stand in the public schema if it were there; then a case is due
 */
record NotYet(String id, String what, Pattern sign) {
  private static final String OPERATORS = "(?i)\\b\\w*(supportAccess|impersonat|breakGlass)\\w*";
  private static final String SEARCH = "(?i)\\b\\w*(vector|embedding|semantic|similar)\\w*";
  private static final String MODELS =
      "(?i)\\b\\w*(prompt|conversation|completion|assistant|aiRun|feedback)\\w*";

  static List<NotYet> all() {
    return List.of(
        of(
            "X12",
            "parameters that are paths into JSON",
            "(?i)\\b\\w*(jsonPath|JSONPath)\\w*|scalar JSON\\b"),
        of("X35", "budgets of requests per tenant", "(?i)\\b\\w*(rateLimit|requestBudget)\\w*"),
        of("X37", "presigned links", "(?i)\\b\\w*(presigned|downloadUrl|signedUrl)\\w*"),
        of(
            "X38",
            "uploads in parts and copies within the storage",
            "(?i)\\b\\w*(multipart|copySource)\\w*"),
        of(
            "X39",
            "versions of files",
            "(?i)\\b\\w*(objectVersion|fileVersion|documentVersion)\\w*"),
        of("X40", "vector search", SEARCH),
        of("X41", "vector search across schemas", SEARCH),
        of("X42", "scores of vector search", SEARCH),
        of("X43", "kept embeddings", SEARCH),
        of("X44", "questions to a model", MODELS),
        of("X45", "tools of a model", MODELS),
        of("X46", "kept prompts and conversations", MODELS),
        of("X47", "files and feedback at a model's provider", MODELS),
        of("X53", "numbers over all tenants", "(?i)\\b\\w*(crossTenant|benchmark|allTenants)\\w*"),
        of("X54", "impersonation", OPERATORS));
  }

  private static NotYet of(String id, String what, String sign) {
    return new NotYet(id, what, Pattern.compile(sign));
  }

  /** Whether the public schema has it by now. */
  boolean appeared(String apiSdl) {
    return sign.matcher(apiSdl).find();
  }

  @Override
  public String toString() {
    return "not yet: " + id + " no " + what;
  }
}
