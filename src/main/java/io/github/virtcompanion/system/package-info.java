/// The one door to the outside: files of the host (below a root that tests, captured trees and the demo move), commands,
/// and the files this program keeps for itself.
package io.github.virtcompanion.system;
