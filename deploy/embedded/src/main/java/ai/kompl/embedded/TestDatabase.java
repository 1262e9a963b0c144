package ai.kompl.embedded;

/**
 * An empty database on the test server.
 *
 * @param url its JDBC address
 * @param user the superuser
 * @param password the superuser's password
 * @param name its name on the server
 */
public record TestDatabase(String url, String user, String password, String name) {}
