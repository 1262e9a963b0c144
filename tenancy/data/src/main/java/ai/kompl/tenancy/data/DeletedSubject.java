package ai.kompl.tenancy.data;

import java.util.Optional;

/**
 * One thing that is deleted.
 *
 * @param type its GraphQL type
 * @param id its global id
 * @param parentId the global id of what it belongs to and cannot come back without
 */
public record DeletedSubject(String type, String id, Optional<String> parentId) {
  /** A thing that stands by itself. */
  public static DeletedSubject of(String type, String id) {
    return new DeletedSubject(type, id, Optional.empty());
  }

  /** A thing that belongs to another. */
  public static DeletedSubject within(String type, String id, DeletedSubject parent) {
    return new DeletedSubject(type, id, Optional.of(parent.id()));
  }
}
