package ai.kompl.regops.control;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserReference;
import ai.kompl.regops.listing.Found;
import ai.kompl.tenancy.data.TenantDatabase;

/** Answers what is asked about controls. */
public final class ControlQueries {

  private static final ListId CONTROLS = new ListId("regops.controls", "ref,id");

  private final TenantDatabase database;
  private final ControlLoaders loaders;
  private final ControlStore store = new ControlStore();

  public ControlQueries(TenantDatabase database, ControlLoaders loaders) {
    this.database = database;
    this.loaders = loaders;
  }

  /** The resolvers of controls, without what concerns requirements. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("controls", this::controls)
        .query("control", request -> Found.byId(request, loaders.byId(), Control.TYPE.code()))
        .entity(Control.TYPE, loaders.byId())
        .type(UserReference.TYPE)
        .field(
            Control.TYPE,
            "owner",
            (control, _) -> control.written().ownerId().map(UserReference::new))
        .field(Control.TYPE, "createdBy", (control, _) -> new UserReference(control.createdById()))
        .field(Control.TYPE, "updatedBy", (control, _) -> new UserReference(control.updatedById()))
        .build();
  }

  private Connection<Control> controls(Resolution request) {
    var page = request.page(CONTROLS);
    var filter = ControlFilter.of(request.arguments());
    var rows = database.read(request.caller(), tx -> store.page(tx, filter, page));
    var total =
        new TotalCount.Direct(() -> database.read(request.caller(), tx -> store.count(tx, filter)));
    return Connection.of(page, rows, ControlStore::position, total);
  }
}
