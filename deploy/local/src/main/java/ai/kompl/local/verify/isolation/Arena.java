package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.events.EventStream;
import java.net.URI;
import java.util.Map;

/** The assembled product that the proof attacks. */
public interface Arena {
  /**
   * Somebody who has signed in.
   *
   * @param slug of the organization
   * @param client with the token
   * @param caller the same person as the subgraphs see them
   * @param admin with the token of an admin of the same organization
   */
  record Party(String slug, GraphQlClient client, Caller caller, GraphQlClient admin) {}

  /** How the owner of the database signs in to it. */
  record OwnerLogin(String url, String user, String password) {}

  /** Where the gateway listens. */
  URI endpoint();

  /**
   * Makes an organization with one person and one admin and signs them in.
   *
   * @param slug of the organization
   * @param canary stands in its name, and in the names and addresses of both
   */
  Party party(String slug, String canary);

  /** Somebody of that address in that organization, made when missing and signed in. */
  GraphQlClient member(String slug, String email);

  /**
   * As {@link #party}, in an organization whose id is the given one but for the last digit.
   *
   * @param slug of the new organization
   */
  Party twin(TenantId of, String slug);

  /** Whether an operator may make an organization of that slug and name; then it is there. */
  boolean provisions(String slug, String name);

  /** Sends an operation to a subgraph past the gateway; gives the whole answer as text. */
  String ask(Caller caller, String subgraph, String operation, Map<String, Object> variables);

  /** Each subgraph's own schema as written, by its name. */
  Map<String, String> sdlBySubgraph();

  /** The public schema. */
  String apiSdl();

  /** The data of the product's process. */
  DataPlatform data();

  /** All events, from now on. */
  EventStream events();

  /** The owner of the product's database. */
  OwnerLogin owner();

  /** The Redis that caches, with its password. */
  String redisUrl();

  /** Where leaks can be planted. */
  Switchboard switchboard();

  /** Everybody's password. */
  String password();
}
