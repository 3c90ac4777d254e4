/* Which phrases may stand in the sentences of a block: by the keys that stand there (ways.h). */
#ifndef COUNTERPITCH_CHOOSING_H
#define COUNTERPITCH_CHOOSING_H

#include "ways.h"

/* Forgets the sentences of the last block. */
void begin_block(const PhraseBook *book, Finder *finder);
/* Lists the phrases that the sentences of the block, the last ones read, may hold. */
void end_block(const PhraseBook *book, Finder *finder, int32_t side);

#endif
