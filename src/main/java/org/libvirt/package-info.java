/// One class beside libvirt-java's own, which reaches what that library hides.
package org.libvirt;
