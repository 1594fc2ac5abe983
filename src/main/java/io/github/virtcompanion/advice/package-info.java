/// Rules: from what is known of a host and a machine to findings. Pure: no clock, no files, no order between rules.
package io.github.virtcompanion.advice;
