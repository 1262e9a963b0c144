package ai.kompl.tenancy.data;

import java.util.List;

/**
 * What a look at all recorded files of a tenant found.
 *
 * @param files how many are recorded
 * @param damaged the hashes of those that are not there, cannot be decrypted, or hold something
 *     else
 */
public record FileCheck(int files, List<String> damaged) {
  public FileCheck {
    damaged = List.copyOf(damaged);
  }
}
