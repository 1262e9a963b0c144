/**
 * What makes an audit trail tamper-evident, without a database: the canonical form and hash of a
 * record, personal texts as salted digests, and the walk that finds the first place at which a
 * chain is broken. The same walk reads the table and an exported file.
 */
@NullMarked
package ai.kompl.tenancy.data.audit;

import org.jspecify.annotations.NullMarked;
