#ifndef CBYTEMASKS_H
#define CBYTEMASKS_H
#endif
