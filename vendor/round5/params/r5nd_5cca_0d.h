/* R5ND_5CCA_0d: specification, section 2, set 5; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_5CCA_0d"
#define ROUND5_NIST_LEVEL 5
#define ROUND5_CCA        1
#define ROUND5_RING       1
#define ROUND5_KAPPA      32
#define ROUND5_D          1170
#define ROUND5_H          222
#define ROUND5_Q_BITS     13
#define ROUND5_P_BITS     9
#define ROUND5_T_BITS     5
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      418
