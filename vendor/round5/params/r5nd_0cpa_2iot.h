/* R5ND_0CPA_2iot: specification, section 2, set 18; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_0CPA_2iot"
#define ROUND5_NIST_LEVEL 0
#define ROUND5_CCA        0
#define ROUND5_RING       1
#define ROUND5_KAPPA      16
#define ROUND5_D          372
#define ROUND5_H          178
#define ROUND5_Q_BITS     11
#define ROUND5_P_BITS     7
#define ROUND5_T_BITS     3
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          2
#define ROUND5_XE         53
#define ROUND5_DRAWS      403
