/// The command line: the window's answers as text and JSON. It holds no rule of its own.
package io.github.virtcompanion.cli;
