/* R5N1_3CPA_0d: specification, section 2, set 13; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5N1_3CPA_0d"
#define ROUND5_NIST_LEVEL 3
#define ROUND5_CCA        0
#define ROUND5_RING       0
#define ROUND5_KAPPA      24
#define ROUND5_D          881
#define ROUND5_H          238
#define ROUND5_Q_BITS     13
#define ROUND5_P_BITS     10
#define ROUND5_T_BITS     7
#define ROUND5_B_BITS     3
#define ROUND5_N_BAR      8
#define ROUND5_M_BAR      8
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      458
