/* R5ND_1CPA_4longkey: specification, section 2, set 19; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_1CPA_4longkey"
#define ROUND5_NIST_LEVEL 1
#define ROUND5_CCA        0
#define ROUND5_RING       1
#define ROUND5_KAPPA      24
#define ROUND5_D          490
#define ROUND5_H          162
#define ROUND5_Q_BITS     10
#define ROUND5_P_BITS     7
#define ROUND5_T_BITS     3
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          4
#define ROUND5_XE         163
#define ROUND5_DRAWS      335
