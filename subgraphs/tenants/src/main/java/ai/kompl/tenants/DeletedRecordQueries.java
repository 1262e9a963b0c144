package ai.kompl.tenants;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.tenancy.data.DeletionFilter;
import ai.kompl.tenancy.data.DeletionPage;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.List;
import java.util.Optional;

/** The list of what was deleted in the caller's own organization, in whatever subgraph. */
final class DeletedRecordQueries {
  private static final int MAX_TYPE = 100;
  private static final ListId LIST =
      new ListId("tenants.deletedRecords", "deleted_at desc,id desc");

  private final TenantDatabase database;

  DeletedRecordQueries(TenantDatabase database) {
    this.database = database;
  }

  Connection<DeletedRecord> list(Resolution request) {
    PageRequest page = request.page(LIST);
    DeletionFilter filter = filter(request.arguments());
    List<DeletedRecord> rows =
        database.read(request.caller(), tx -> tx.deletions().page(filter, part(page))).stream()
            .map(DeletedRecord::of)
            .toList();
    var total =
        new TotalCount.Direct(
            () -> database.read(request.caller(), tx -> tx.deletions().count(filter)));
    return Connection.of(page, rows, DeletedRecord::position, total);
  }

  private static DeletionPage part(PageRequest page) {
    return new DeletionPage(
        page.from().map(from -> new DeletionPage.Place(from.text(0), from.uuid(1))),
        page.backward(),
        page.limit());
  }

  private static DeletionFilter filter(Input arguments) {
    return arguments
        .optionalObject("filter")
        .map(filter ->
            new DeletionFilter(
                filter.optionalText("type", MAX_TYPE),
                Optional.empty(),
                filter.optionalString("state").map(DeletionRecord.State::valueOf),
                filter.bool("headsOnly", false)))
        .orElse(DeletionFilter.ALL);
  }
}
