-- Sentences that were not understood, a week long; `speaker` tells people apart within one week and names nobody.
CREATE TABLE unheard (
  week TEXT NOT NULL,
  sentence TEXT NOT NULL,
  speaker TEXT NOT NULL,
  PRIMARY KEY (week, sentence, speaker)
) STRICT;
