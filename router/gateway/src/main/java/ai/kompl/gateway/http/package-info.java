/**
 * The edge over HTTP: reading requests, negotiating media types, answering, streaming events and
 * uploads, serving the page. Knows the web server; knows nothing of plans or subgraphs.
 */
@NullMarked
package ai.kompl.gateway.http;

import org.jspecify.annotations.NullMarked;
