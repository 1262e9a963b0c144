package ai.kompl.regops.control;

import ai.kompl.kit.UserError;
import java.util.List;

/** What a mutation of one control answers. */
public record ControlPayload(Control control, List<UserError> userErrors) {

  /** It went well. */
  public static ControlPayload of(Control control) {
    return new ControlPayload(control, List.of());
  }
}
