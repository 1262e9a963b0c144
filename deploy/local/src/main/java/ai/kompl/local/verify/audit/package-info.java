/**
 * The public federation gateway audit, run against the engine: its server is started from a
 * checkout beside us, each case is executed, and the answers are held against what the audit
 * expects, more strictly than the audit does itself.
 */
@NullMarked
package ai.kompl.local.verify.audit;

import org.jspecify.annotations.NullMarked;
