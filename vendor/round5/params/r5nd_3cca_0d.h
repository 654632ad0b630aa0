/* R5ND_3CCA_0d: specification, section 2, set 4; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_3CCA_0d"
#define ROUND5_NIST_LEVEL 3
#define ROUND5_CCA        1
#define ROUND5_RING       1
#define ROUND5_KAPPA      24
#define ROUND5_D          852
#define ROUND5_H          212
#define ROUND5_Q_BITS     12
#define ROUND5_P_BITS     9
#define ROUND5_T_BITS     5
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      414
