/// The reading of a host: a class for each file or command, its parser apart from its reading, and [HostReader] and
/// [Places] over them.
package io.github.virtcompanion.host;
