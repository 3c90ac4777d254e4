/* MD5 after RFC 1321: names what is stated of a person, guards nothing. */
#ifndef COUNTERPITCH_OWNERSHIP_MD5_H
#define COUNTERPITCH_OWNERSHIP_MD5_H

#include <stddef.h>

/* Writes the first 20 of the 32 hexadecimal digits. */
void md5_twenty(const char *text, size_t size, char *out);

#endif
