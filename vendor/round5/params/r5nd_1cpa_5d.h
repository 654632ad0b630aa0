/* R5ND_1CPA_5d: specification, section 2, set 6; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_1CPA_5d"
#define ROUND5_NIST_LEVEL 1
#define ROUND5_CCA        0
#define ROUND5_RING       1
#define ROUND5_KAPPA      16
#define ROUND5_D          490
#define ROUND5_H          162
#define ROUND5_Q_BITS     10
#define ROUND5_P_BITS     7
#define ROUND5_T_BITS     3
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          5
#define ROUND5_XE         190
#define ROUND5_DRAWS      335
