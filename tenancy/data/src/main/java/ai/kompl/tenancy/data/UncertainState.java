package ai.kompl.tenancy.data;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Tells the pools which failures end a connection: after a cancel, a timeout, a protocol error or
 * in a transaction of unexpected state nobody knows what its next reply belongs to.
 */
final class UncertainState implements SQLExceptionOverride {
  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return SqlFailure.leavesConnectionUsable(failure) ? Override.DO_NOT_EVICT : Override.MUST_EVICT;
  }
}
