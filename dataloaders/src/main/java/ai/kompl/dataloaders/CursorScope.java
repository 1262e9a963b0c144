package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.TenantId;

/**
 * One tenant's view of one ordered list: whose cursors are read and written.
 *
 * @param cursors the signer
 * @param tenant whose list
 * @param list which list
 */
public record CursorScope(Cursors cursors, TenantId tenant, ListId list) {

  String write(Position position) {
    return cursors.write(tenant, list, position);
  }

  Position read(String cursor, String path) {
    return cursors.read(tenant, list, cursor, path);
  }
}
