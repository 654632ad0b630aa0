/* Names of glibc 2.38 that bochscpu's wheel wants, for an older one. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

unsigned long long __isoc23_strtoull(const char *s, char **end, int base)
{
  return strtoull(s, end, base);
}

int __isoc23_sscanf(const char *s, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  const int n = vsscanf(s, format, arguments);
  va_end(arguments);
  return n;
}
