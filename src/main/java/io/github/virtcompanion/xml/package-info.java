/// Domain XML as text: read into the records of `model`, and edited so that every byte not edited stays what it was.
/// Knows libvirt's element order and escapes; knows neither settings nor hypervisors.
package io.github.virtcompanion.xml;
