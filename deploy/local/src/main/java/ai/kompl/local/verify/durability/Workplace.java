package ai.kompl.local.verify.durability;

import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.events.RedisEvents;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a process of the proof works with, each part opened when it is first asked for. */
public interface Workplace extends AutoCloseable {
  DataPlatform data();

  MasterKeyHolder masters();

  TenantKeys keys();

  S3ObjectStore objects();

  RedisEvents events();

  /** Signs what is stated about the audit trails. */
  AuditSigner signer();

  @Override
  void close();

  /** Where workplaces come from: the servers of one lane. */
  interface Source {
    /** Opens one with something at the edges of its commits. */
    Workplace open(CommitEdges edges, List<String> subgraphs);

    /** The same on another database of the server. */
    Source on(String database);

    /** A process that opens its own, with those words. */
    ProcessBuilder process(List<String> words);

    /** A folder for what is written beside the servers. */
    Path folder();

    /** The database as its owner sees it. */
    OwnerView look();

    /** Makes a database. */
    void makeDatabase(String name);

    /** The settings for processes. */
    Map<String, String> environment();
  }
}
