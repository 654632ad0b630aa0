/* R5N1_3CCA_0smallCT: specification, section 2, set 20; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5N1_3CCA_0smallCT"
#define ROUND5_NIST_LEVEL 3
#define ROUND5_CCA        1
#define ROUND5_RING       0
#define ROUND5_KAPPA      24
#define ROUND5_D          757
#define ROUND5_H          378
#define ROUND5_Q_BITS     14
#define ROUND5_P_BITS     9
#define ROUND5_T_BITS     4
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      192
#define ROUND5_M_BAR      1
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      882
